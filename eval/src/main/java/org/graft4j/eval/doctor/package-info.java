/**
 * What is wrong with a data set before anything is trained on it.
 *
 * <p>Start with {@link org.graft4j.eval.doctor.DataDoctor}, which examines a folder and gives a
 * {@link org.graft4j.eval.doctor.DoctorReport}; {@link org.graft4j.eval.doctor.Leakage} asks one
 * question of two lists of pictures, quickly enough for each training.
 */
@NullMarked
package org.graft4j.eval.doctor;

import org.jspecify.annotations.NullMarked;
