using Inference.ManifestController.Tests.Running;

[assembly: AssemblyFixture(typeof(TestCluster))]
