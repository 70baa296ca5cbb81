package sc.fiji.cam.train;

import sc.fiji.cam.data.Picture;

/** Where a picture to learn from comes from: a file, a part of an open image. */
public interface Source {
    /** What messages and tables call it. */
    String name();

    /**
     * Tells it from all others, with the same words whenever the same training is run: what an
     * unfinished training is known by.
     */
    String id();

    /**
     * Gives the picture as the network shall see it; called several times.
     *
     * @throws sc.fiji.cam.data.BadPicture if it cannot be read
     */
    Picture picture();
}
