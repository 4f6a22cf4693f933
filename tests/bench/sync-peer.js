// SPDX-License-Identifier: GPL-3.0-or-later
// A PouchDB with its server, for bench-sync.py: pushes COUNT documents to express-pouchdb in another
// process, and pulls them into an empty database; prints {"push":SECONDS,"pull":SECONDS}.
//
//   sync-peer.js server PORT        sync-peer.js client PORT FILE
//
// FILE holds a JSON array of documents. The working folder holds the databases.
'use strict';

const fs = require('fs');
const {createRequire} = require('module');
const peers = createRequire(process.env.PEERS + '/');
const PouchDB = peers('pouchdb');

function serve(port) {
  const Stored = PouchDB.defaults({prefix: 'server/'});
  fs.mkdirSync('server', {recursive: true});
  const app = peers('express')();
  app.use('/', peers('express-pouchdb')(Stored, {mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null'}));
  app.listen(port, '127.0.0.1', () => console.log('ready'));
}

async function seconds(work) {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function measure(port, file) {
  const url = `http://127.0.0.1:${port}/agency`;
  const options = {batch_size: 1000, batches_limit: 10};
  const docs = JSON.parse(fs.readFileSync(file, 'utf8'));
  const first = new PouchDB('first');
  for (let at = 0; at < docs.length; at += 1000)
    await first.bulkDocs(docs.slice(at, at + 1000));
  const push = await seconds(() => first.replicate.to(url, options));
  const second = new PouchDB('second');
  const pull = await seconds(() => second.replicate.from(url, options));
  const info = await second.info();
  if (info.doc_count !== docs.length)
    throw new Error(`${info.doc_count} of ${docs.length} arrived`);
  console.log(JSON.stringify({push, pull}));
  process.exit(0);
}

const [role, port, file] = process.argv.slice(2);
if (role === 'server')
  serve(Number(port));
else
  measure(Number(port), file).catch(error => { console.error(error); process.exit(1); });
