// Trains a classifier of your own classes on a trained network's features (seconds to minutes), and
// explains one of the images by it.
//
// Run it from the editor (it asks for the files), or with an argument "folder|checkpoint|output":
//   fiji --headless -macro train.ijm "/data/classes|/data/b3.pth|/data/grains.safetensors"
//
// The folder holds one folder of images per class, named after it.

if (getArgument() == "") {
    input = getDirectory("Folder with one folder of images per class");
    from = File.openDialog("Checkpoint to start from (torchvision or timm, torch or safetensors)");
    output = getDirectory("Folder for the model") + "classes.safetensors";
} else {
    parts = split(getArgument(), "|");
    input = parts[0] + "/";
    from = parts[1];
    output = parts[2];
}

// The macro goes on when the model is written. Accuracy and confusion matrix are in the log.
run("Train...", "input=[" + input + "] output=[" + output + "] from=[" + from + "] mode=head show=none");

// The model opens without any option: it knows its classes, its size and its scaling.
classes = getFileList(input);
images = getFileList(input + classes[0]);
open(input + classes[0] + images[0]);
run("Clear Results");
run("Explain Image...", "model=[" + output + "] top=1");
print(getTitle() + ": " + getResultString("Label", 0));
