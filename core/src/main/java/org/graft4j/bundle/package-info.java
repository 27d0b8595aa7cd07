/**
 * The saved model and its use: {@link org.graft4j.bundle.ModelBundle} is one file with network,
 * labels, preparation, report and provenance, which plain DL4J opens too; {@link
 * org.graft4j.bundle.ImageClassifier} serves it to any number of threads.
 */
@NullMarked
package org.graft4j.bundle;

import org.jspecify.annotations.NullMarked;
