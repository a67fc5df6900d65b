using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Inference.Micro.Budgets;

if (args is ["--budgets", var budgets, .. var rest])
    return await BudgetCommand.RunAsync(budgets, rest is ["--filter", var pattern] ? pattern : "*");

// in this process: there is nothing to restore or build once more
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(8);
BenchmarkSwitcher.FromAssembly(typeof(BudgetCommand).Assembly).Run(args, DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.JoinSummary));
return 0;
