/**
 * Where a trained classifier looks: {@link org.graft4j.explain.GradCam} gives a {@link
 * org.graft4j.explain.HeatMap} for a picture and a class, and a heat map draws itself over a
 * picture.
 */
@NullMarked
package org.graft4j.explain;

import org.jspecify.annotations.NullMarked;
