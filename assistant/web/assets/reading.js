"use strict";

/* A login on the way to a quotation loses the part of the address that scrolls to it. */
if (!location.hash) document.getElementById("cited")?.scrollIntoView();
