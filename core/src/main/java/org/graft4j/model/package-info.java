/**
 * The vocabulary of transfer: {@link org.graft4j.model.Backbone}, its {@link
 * org.graft4j.model.LayerGroups}, the {@link org.graft4j.model.Head} that is grafted onto it, and
 * the {@link org.graft4j.model.TrainedModel} that comes of it.
 */
@NullMarked
package org.graft4j.model;

import org.jspecify.annotations.NullMarked;
