/**
 * Tasks that the project draws itself, so that a first run needs no download.
 *
 * <p>{@link org.graft4j.data.synthetic.DrawnTask#source} has many classes of shapes, textures and
 * arrangements to pretrain a backbone on; {@link org.graft4j.data.synthetic.DrawnTask#target} has
 * classes of things that the source never shows. {@link org.graft4j.data.synthetic.DrawnFolder}
 * writes a task as a folder of JPEG files, {@link org.graft4j.data.synthetic.DrawnBatches} draws
 * one as training batches without files.
 *
 * <p>Within: a {@code Region} is a set of points given by its signed distance, a {@code Figure} is
 * the coloured regions of one object, a {@code Scene} is a figure in its pose, light and
 * surroundings, and the {@code Canvas} makes pixels of it. Only additions, multiplications, square
 * roots and {@code StrictMath} are used, never a graphics library, so that the bytes are the same
 * on every machine.
 */
@NullMarked
package org.graft4j.data.synthetic;

import org.jspecify.annotations.NullMarked;
