import { driveWebkit } from '../browser/drive-webkit.ts';
import { describePresses } from '../e2e/press-suite.ts';

describePresses(driveWebkit, false);
