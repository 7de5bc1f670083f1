// Entry of the language server: dist/server.js, over Node IPC (`--node-ipc`) or standard streams (`--stdio`).
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './lsp/server';

serve(createConnection(ProposedFeatures.all));
