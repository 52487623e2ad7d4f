BEGIN TRANSACTION;
CREATE TABLE assignments (ordinal INTEGER PRIMARY KEY, "task_id", "department", "as_written", "role", "inherited", "start", "end",
  FOREIGN KEY (task_id) REFERENCES tasks(task_id) ON DELETE CASCADE);
INSERT INTO "assignments" VALUES(1,'024366582126.s1.i1/t1',NULL,'市城管局','lead',0,135,139);
INSERT INTO "assignments" VALUES(2,'024366582126.s1.i1/t1','嘉兴市财政局','市财政局','support',0,145,149);
CREATE TABLE cited (ordinal INTEGER PRIMARY KEY, "clause_id", "as_written", "title", "number", "article", "relation", "document_id", "start", "end",
  FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE);
INSERT INTO "cited" VALUES(1,'024366582126.q','《中华人民共和国邮政法》','中华人民共和国邮政法',NULL,NULL,'basis','024366582126',57,69);
CREATE TABLE clauses (ordinal INTEGER PRIMARY KEY, "clause_id", "document_id", "parent_id", "level", "marker", "heading", "label", "start", "end", "body_end", "page",
  FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE, UNIQUE (clause_id));
INSERT INTO "clauses" VALUES(1,'024366582126.h','024366582126',NULL,'header','','','文首',0,54,54,NULL);
INSERT INTO "clauses" VALUES(2,'024366582126.q','024366582126',NULL,'preamble','','','开头',55,76,76,NULL);
INSERT INTO "clauses" VALUES(3,'024366582126.s1','024366582126',NULL,'heading1','一、','重点任务','一、重点任务',77,150,83,NULL);
INSERT INTO "clauses" VALUES(4,'024366582126.s1.i1','024366582126','024366582126.s1','heading3','1．','更新老旧路灯','一、重点任务 > 1．更新老旧路灯',84,150,150,NULL);
INSERT INTO "clauses" VALUES(5,'024366582126.t','024366582126',NULL,'tail','','','文尾',151,189,189,NULL);
CREATE TABLE documents (ordinal INTEGER PRIMARY KEY, version TEXT NOT NULL,
  "document_id", "path", "sha256", "text", "title", "kind", "number", "registration_number", "issuers", "region", "level", "addressees", "copied_to", "written_on", "published_on", "effective_on", "expires_on", "repealed_on", "superseded_on", "status_note", "source", "pages", "warnings", UNIQUE (document_id));
INSERT INTO "documents" VALUES(1,'4fd6a942d416d037-858966092094','024366582126','/tmp/lead/small.txt','41b7d52560648e459b44489207c77c09b2eb6c60312827e7b3af48e41f98dc0b','嘉兴市人民政府办公室关于加强路灯管理的意见
嘉政办发〔2023〕1号
各县（市、区）人民政府，市政府各部门：
根据《中华人民共和国邮政法》，制定本意见。
一、重点任务
1．更新老旧路灯。到2025年路灯完好率达到98%以上。对更换路灯的企业给予10万元补助。（牵头单位：市城管局，配合单位：市财政局）
本意见自2023年6月1日起施行。
嘉兴市人民政府办公室
2023年5月6日','嘉兴市人民政府办公室关于加强路灯管理的意见','意见','嘉政办发〔2023〕1号',NULL,'["嘉兴市人民政府办公室"]','嘉兴市','市','各县（市、区）人民政府，市政府各部门','[]','2023-05-06',NULL,'2023-06-01',NULL,NULL,NULL,NULL,NULL,'[]','[]');
CREATE TABLE meta (generation INTEGER NOT NULL);
INSERT INTO "meta" VALUES(2);
CREATE TABLE targets (ordinal INTEGER PRIMARY KEY, "target_id", "document_id", "clause_id", "indicator", "value", "unit", "comparison", "deadline_as_written", "due", "task_id", "start", "end",
  FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE, UNIQUE (target_id));
INSERT INTO "targets" VALUES(1,'024366582126.s1.i1.target1','024366582126','024366582126.s1.i1','路灯完好率','98','%','at_least','2025年','2025-12-31','024366582126.s1.i1/t1',93,111);
CREATE TABLE tasks (ordinal INTEGER PRIMARY KEY, "task_id", "document_id", "clause_id", "number", "title", "section", "label", "responsibility_as_written", "responsibility_start", "responsibility_end", "deadlines", "start", "end",
  FOREIGN KEY (document_id) REFERENCES documents(document_id) ON DELETE CASCADE, UNIQUE (task_id));
INSERT INTO "tasks" VALUES(1,'024366582126.s1.i1/t1','024366582126','024366582126.s1.i1','1','更新老旧路灯','一、重点任务','一、重点任务 > 1．更新老旧路灯','（牵头单位：市城管局，配合单位：市财政局）',129,150,'["2025年"]',84,150);
CREATE INDEX documents_path ON documents(path);
CREATE INDEX clauses_document ON clauses(document_id);
CREATE INDEX tasks_document ON tasks(document_id);
CREATE INDEX assignments_task ON assignments(task_id);
CREATE INDEX targets_document ON targets(document_id);
CREATE INDEX cited_document ON cited(document_id);
COMMIT;
PRAGMA user_version = 1;
