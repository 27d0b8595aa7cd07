/**
 * Pretrained weights that arrive and are right: {@link org.graft4j.zoo.Zoo} finds them by id or
 * file, checks every tensor against the architecture, and hands out a {@link
 * org.graft4j.model.Backbone} with all that must travel with the weights.
 */
@NullMarked
package org.graft4j.zoo;

import org.jspecify.annotations.NullMarked;
