# Patchbay in a container, for people without a Linux machine at hand. It makes sandboxes of its own,
# so it needs more than a container gets by default: docker-compose.yml has the list.
ARG BASE=node:24-bookworm-slim
FROM ${BASE}
WORKDIR /opt/patchbay
ENV NEXT_TELEMETRY_DISABLED=1

# The packages first: they change least.
COPY server/setup server/setup
COPY package.json package-lock.json ./
RUN node server/setup/prepare-image.mjs

COPY . .
RUN node server/setup/start.mjs --prepare && rm -rf /var/lib/apt/lists/*

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 PATCHBAY_DATA=/var/lib/patchbay
VOLUME /var/lib/patchbay
EXPOSE 3000
HEALTHCHECK --interval=10s --start-period=20s CMD curl -fsS http://127.0.0.1:3000/healthz
ENTRYPOINT ["server/setup/container-entry.sh"]
CMD ["node_modules/.bin/node", "server/main.ts"]
