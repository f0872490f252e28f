# The program `reversals`: by default a worker, and any other command by its name.
#
# Debian, not Alpine: Temporal's native core is built for glibc and does not load on musl.
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

# What the programs need at run time, and nothing that only builds or tests them.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: the packages bring their native parts prebuilt.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY workflows ./workflows
COPY activities ./activities
COPY examples ./examples
COPY scripts ./scripts
RUN npm run build

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
COPY package.json LICENSE ./

# The image's own unprivileged user. It owns nothing under /app: the program cannot change itself.
USER node

# Settings come from the environment alone: see src/config.ts. A gateway key is best mounted as a file and named in
# ORCHESTRA_API_KEY_FILE; as a variable it can be read by whoever may inspect the container.

# A worker is healthy while the Temporal server hears it ask for work. Other commands bring their own check.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
  CMD ["node", "lib/scripts/worker-health.js"]

ENTRYPOINT ["node", "lib/src/cli/main.js"]
CMD ["worker"]
