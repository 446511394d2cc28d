#!/usr/bin/env bash
# What the tests need from Debian: Chromium and a PostgreSQL. Installed when root, named otherwise.
set -euo pipefail
need=()
command -v chromium >/dev/null || need+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need+=(postgresql)
[ ${#need[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ]; then
  echo "The tests need Debian's packages: ${need[*]}. Install them, then try again."
  exit 1
fi
echo "Installing ${need[*]}..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
