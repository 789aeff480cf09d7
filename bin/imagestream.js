#!/usr/bin/env node
'use strict';
const { main } = require('../dist/imagestream.cjs');

main();
