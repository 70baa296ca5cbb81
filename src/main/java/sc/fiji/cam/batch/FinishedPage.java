package sc.fiji.cam.batch;

import java.util.List;
import sc.fiji.cam.data.Prediction;

/**
 * One page of an image that was explained: what tables and contact sheet are made of.
 *
 * @param image path as given
 * @param slice number of the page, from 1
 * @param pages of the image, at least 1
 * @param top the classes of the table, largest logit first
 * @param maps in the order asked for, at least one
 */
public record FinishedPage(
        String image, int slice, int pages, List<Prediction> top, List<FinishedMap> maps) {}
