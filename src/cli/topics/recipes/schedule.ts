import type { Section } from '../topic.ts';

export const SCHEDULE: Section = {
  heading: 'cron, or a timer of systemd',
  blocks: [
    '`watch --once` looks at the tags that are due (15 minutes after they were looked at, if nothing else was said) and tells `deploy.sh` of each that moved, once, also after a reboot. One of the two:',
    {
      lines: `# crontab -e
PATH=/usr/local/bin:/usr/bin:/bin
*/5 * * * * cd shop && imagestream watch --once --exec=./deploy.sh`,
    },
    {
      lines: `# ~/.config/systemd/user/imagestream.service
[Unit]
Description=Follow the images of the shop

[Service]
Type=oneshot
WorkingDirectory=%h/shop
ExecStart=/usr/bin/env imagestream watch --once --exec=./deploy.sh`,
    },
    {
      lines: `# ~/.config/systemd/user/imagestream.timer
[Unit]
Description=Follow the images of the shop when they are due

[Timer]
OnCalendar=*:0/5
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target`,
    },
    'The timer is started by `systemctl --user enable --now imagestream.timer`; `loginctl enable-linger` lets it run while nobody is logged in.',
  ],
};
