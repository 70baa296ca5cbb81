// Explains every image of a folder and of the folders within, at full speed: several images at a
// time, one table of all predictions, a sheet to look through (contact.html).
//
// Run it from the editor (it asks for the files), or with an argument "folder|checkpoint|output":
//   fiji --headless -macro batch.ijm "/data/images|/data/b3.pth|/data/out"
//
// Stopped by Escape, or with Fiji itself, it goes on where it was when it is run again.

if (getArgument() == "") {
    input = getDirectory("Folder of images");
    model = File.openDialog("Checkpoint (.pth .pt .bin .ckpt .safetensors .keras .h5)");
    output = getDirectory("Folder for the results");
} else {
    parts = split(getArgument(), "|");
    input = parts[0];
    model = parts[1];
    output = parts[2];
}

run("Batch...", "input=[" + input + "] output=[" + output + "] model=[" + model + "] recursive=true top=1");

// An image that cannot be read costs a row in failures.csv and stops nothing.
done = split(File.openAsString(output + "/predictions.csv"), "\n");
failed = split(File.openAsString(output + "/failures.csv"), "\n");
print((done.length - 1) + " explained, " + (failed.length - 1) + " failed");
