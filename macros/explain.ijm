// Explains one image: overlay, 32-bit map, table of the top classes; saves all three.
//
// Run it from the editor (it asks for the files), or with an argument "image|checkpoint|folder":
//   fiji --headless -macro explain.ijm "/data/cat.jpg|/data/b3.pth|/data/out"

if (getArgument() == "") {
    image = File.openDialog("Image");
    model = File.openDialog("Checkpoint (.pth .pt .bin .ckpt .safetensors .keras .h5)");
    folder = getDirectory("Folder for the results");
} else {
    parts = split(getArgument(), "|");
    image = parts[0];
    model = parts[1];
    folder = parts[2] + "/";
}

open(image);
photo = getImageID();
name = File.getNameWithoutExtension(image);
run("Clear Results");

// Every option has a default: without model it is the bundled one. An error stops the macro here.
run("Explain Image...", "model=[" + model + "] target=top top=3 lut=jet opacity=0.4 map=show");

// The map is the current image now: signed, in logits. mean(grid) + bias = logit.
saveAs("Tiff", folder + name + "-map.tif");
getStatistics(area, mean, min, max);
print("map from " + min + " to " + max + " logits");
close();

// The photograph carries the heatmap as an overlay; TIFF keeps it, PNG needs it drawn in.
selectImage(photo);
saveAs("Tiff", folder + name + "-overlay.tif");
run("Flatten");
saveAs("PNG", folder + name + "-overlay.png");

for (row = 0; row < nResults; row++) {
    print(getResultString("Label", row) + ": " + getResult("Probability", row));
}
saveAs("Results", folder + name + "-classes.csv");
