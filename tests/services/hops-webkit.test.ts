import { driveWebkit } from '../browser/drive-webkit.ts';
import { describeHops } from '../e2e/hop-suite.ts';

describeHops(driveWebkit, { concurrent: false, retry: 1 });
