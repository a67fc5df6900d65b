using Language;

// the assembly is an adapter for the host, and a program that trains its model
if (args is not [var texts, var model])
{
    Console.Error.WriteLine("usage: dotnet run --project code -- <folder of texts> <model file to write>");
    return 2;
}

Training.Run(texts, model, Console.Out);
return 0;
