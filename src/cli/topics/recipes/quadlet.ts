import type { Section } from '../topic.ts';

export const QUADLET: Section = {
  heading: 'podman and systemd (quadlet)',
  blocks: [
    'podman makes the service of this file. Its image line is the only one that changes.',
    {
      lines: `# ~/.config/containers/systemd/web.container
[Unit]
Description=The image of web:prod

[Container]
Image=registry.example.com/shop/web:prod
PublishPort=8080:80

[Service]
Restart=always

[Install]
WantedBy=default.target`,
    },
    {
      lines: `#!/bin/sh
# deploy.sh: writes the digest into the unit, and restarts it where that moved
set -eu
unit=\${XDG_CONFIG_HOME:-$HOME/.config}/containers/systemd/web.container
image=$(imagestream resolve web:prod)
if grep -qxF "Image=$image" "$unit"; then exit; fi
sed -i "s|^Image=.*|Image=$image|" "$unit"
systemctl --user daemon-reload
systemctl --user restart web.service`,
    },
  ],
};
