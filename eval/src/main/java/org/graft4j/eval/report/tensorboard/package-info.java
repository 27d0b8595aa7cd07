/**
 * Event files for TensorBoard, written without TensorFlow: {@link
 * org.graft4j.eval.report.tensorboard.TensorBoardLog} listens to a training run.
 */
@NullMarked
package org.graft4j.eval.report.tensorboard;

import org.jspecify.annotations.NullMarked;
