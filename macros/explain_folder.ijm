// Explains every image of a folder in batch mode and writes one table of all predictions.
//
// Run it from the editor (it asks for the files), or with an argument "folder|checkpoint|output":
//   fiji --headless -macro explain_folder.ijm "/data/images|/data/b3.pth|/data/out"

if (getArgument() == "") {
    input = getDirectory("Folder of images");
    model = File.openDialog("Checkpoint (.pth .pt .bin .ckpt .safetensors .keras .h5)");
    output = getDirectory("Folder for the results");
} else {
    parts = split(getArgument(), "|");
    input = parts[0] + "/";
    model = parts[1];
    output = parts[2] + "/";
}

setBatchMode(true);
run("Clear Results");
files = getFileList(input);
for (i = 0; i < files.length; i++) {
    if (!endsWith(files[i], ".png") && !endsWith(files[i], ".jpg") && !endsWith(files[i], ".tif")) {
        continue;
    }
    open(input + files[i]);
    // The checkpoint is read for the first image only.
    run("Explain Image...", "model=[" + model + "] top=1");
    run("Flatten");
    saveAs("PNG", output + File.getNameWithoutExtension(files[i]) + "-overlay.png");
    close();
    close();
}
saveAs("Results", output + "predictions.csv");
