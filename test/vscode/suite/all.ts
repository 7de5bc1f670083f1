// All test files, in the order they run: activation first, while nothing is warm.
import './activation.test';
import './diagnostics.test';
import './notebook.test';
import './fixes.test';
import './settings.test';
import './documents.test';
import './commands.test';
import './model.test';
import './inline.test';
import './server.test';
