using System.CommandLine;
using Inference.Load.Commands;

var root = new RootCommand("Measures a server beside the least a server can do.")
{
    FilePredictionCommand.Create(),
    FilesCommand.Create(),
    FloorCommand.Create(),
    LatencyCommand.Create(),
    LoadCommand.Create(),
    MountCommand.Create(),
    OpenLoopCommand.Create(),
    RunCommand.Create(),
    SlowCommand.Create(),
    StartCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
