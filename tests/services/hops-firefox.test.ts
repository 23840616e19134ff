import { driveFirefox } from '../browser/drive-firefox.ts';
import { describeHops } from '../e2e/hop-suite.ts';

describeHops(driveFirefox, { concurrent: false, retry: 1 });
