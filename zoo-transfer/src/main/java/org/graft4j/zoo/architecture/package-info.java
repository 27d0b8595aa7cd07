/**
 * Network architectures that published weights fit: layers are named as torchvision names its
 * modules (or as the one published file does), and the same weights give the same outputs and
 * gradients.
 *
 * <p>{@link org.graft4j.zoo.architecture.Architectures} knows them by id; an {@link
 * org.graft4j.zoo.architecture.Architecture} describes a {@link
 * org.graft4j.zoo.architecture.Network}, whole or cut above one of its layer groups. {@link
 * org.graft4j.zoo.architecture.ParameterSlot} says where each tensor of a file goes.
 */
@NullMarked
package org.graft4j.zoo.architecture;

import org.jspecify.annotations.NullMarked;
