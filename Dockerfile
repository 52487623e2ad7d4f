# 构建时要能装 Python 包；运行时不连网络。用法见 deploy/README.md。
# syntax 不写：不从别处取前端。基础镜像请在自己的仓库里钉住摘要（--build-arg BASE=…@sha256:…）。
ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/policykb
WORKDIR /src
# 不联网时先 start.py wheels wheels/，那时 wheels/ 里有全部的包，只从那里装。
COPY requirements.lock wheel[s]/*.whl /wheels/
# CPU 版的 PyTorch 用构建参数给出地址；不给则按 pip 的设置。
ARG TORCH_INDEX=
RUN if ls /wheels/*.whl >/dev/null 2>&1; then \
      export PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels; \
    fi; \
    if [ -n "$TORCH_INDEX" ]; then export PIP_EXTRA_INDEX_URL="$TORCH_INDEX"; fi; \
    /opt/policykb/bin/pip install -r /wheels/requirements.lock
COPY pyproject.toml README.md ./
COPY kb kb
COPY ingest ingest
COPY assistant assistant
COPY evals evals
RUN if ls /wheels/*.whl >/dev/null 2>&1; then \
      export PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels; \
    fi; \
    /opt/policykb/bin/pip install --no-deps .

FROM ${BASE}
RUN groupadd --system --gid 10001 policykb \
    && useradd --system --uid 10001 --gid policykb --no-create-home --shell /usr/sbin/nologin policykb \
    && install -d -o policykb -g policykb -m 0700 /data
COPY --from=build /opt/policykb /opt/policykb
ENV PATH=/opt/policykb/bin:$PATH \
    HOME=/data \
    POLICYKB_HOME=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER policykb
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
ENTRYPOINT ["policykb"]
CMD ["serve", "--host", "0.0.0.0", "--port", "7860"]
