/** Whether two sets of pictures come from one source, judged by their features. */
@NullMarked
package org.graft4j.eval.shift;

import org.jspecify.annotations.NullMarked;
