import { driveWebkit } from '../browser/drive-webkit.ts';
import { describeConfirmations } from '../e2e/confirmation-suite.ts';

describeConfirmations(driveWebkit, false);
