namespace Kappa.Worker.Tests;

public sealed class TopologyLoaderTests
{
    private static readonly string Folder = AppContext.BaseDirectory;

    [Fact]
    public void The_highest_version_of_each_topology_runs()
    {
        IReadOnlyList<Topology> topologies = TopologyLoader.Load(
            typeof(CountWords).Assembly.Location, version: null);

        Assert.Equal(
            [("broken-words", 1), ("count-words", 2)],
            topologies.Select(topology => (topology.Name, topology.Version)));
    }

    [Fact]
    public void A_version_by_number_needs_a_single_topology()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => TopologyLoader.Load(typeof(CountWords).Assembly.Location, version: 1));

        Assert.Equal("KAP5211", error.Code);
    }

    [Fact]
    public void An_unknown_version_is_not_found()
    {
        string file = Path.Combine(Folder, "FlightDelays.dll");

        Assert.Equal("flight-delays", TopologyLoader.Load(file, version: 1).Single().Name);
        KappaException error = Assert.Throws<KappaException>(() => TopologyLoader.Load(file, version: 9));
        Assert.Equal(("KAP5210", ExitCodes.NotFound), (error.Code, error.ExitCode));
    }

    [Fact]
    public void An_assembly_without_topologies_says_how_to_mark_one()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => TopologyLoader.Load(typeof(WorkerHost).Assembly.Location, version: null));

        Assert.Equal("KAP5209", error.Code);
        Assert.Contains("[Topology(", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        string file = Path.Combine(Path.GetTempPath(), $"kappa-{Environment.ProcessId}.dll");
        File.WriteAllText(file, "no assembly");

        KappaException error = Assert.Throws<KappaException>(() => TopologyLoader.Load(file, version: null));

        Assert.Equal(("KAP5214", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        File.Delete(file);
    }

    [Fact]
    public async Task A_path_with_nothing_to_run_is_not_found()
    {
        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => TopologyProject.ResolveAsync("/no/such/folder", null, CancellationToken.None));

        Assert.Equal(("KAP5205", ExitCodes.NotFound), (error.Code, error.ExitCode));
    }

    [Fact]
    public async Task A_project_that_does_not_build_shows_the_compilers_errors()
    {
        string folder = Directory.CreateTempSubdirectory("kappa-project-").FullName;
        File.WriteAllText(Path.Combine(folder, "Wrong.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Wrong.cs"), "public class Wrong : Missing { }");

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => TopologyProject.ResolveAsync(folder, null, CancellationToken.None));

        Assert.Equal(("KAP5207", ExitCodes.Failed), (error.Code, error.ExitCode));
        Assert.Contains("CS0246", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
