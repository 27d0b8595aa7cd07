/** What is wrong with a data set before anything is trained on it. */
@NullMarked
package org.graft4j.eval.doctor;

import org.jspecify.annotations.NullMarked;
