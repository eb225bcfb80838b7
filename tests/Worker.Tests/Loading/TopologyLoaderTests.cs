using System.Runtime.CompilerServices;
using System.Runtime.Loader;

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
            [("artifact-words", 2), ("broken-words", 1), ("count-words", 2)],
            topologies.Select(topology => (topology.Name, topology.Version)));
    }

    [Fact]
    public void All_versions_are_loaded_by_name_and_number_with_their_classes()
    {
        IReadOnlyList<LoadedVersion> all = TopologyLoader.LoadAll(typeof(CountWords).Assembly.Location);

        Assert.Equal(
            [
                ("artifact-words", 1, typeof(ArtifactWords).FullName),
                ("artifact-words", 2, typeof(ArtifactWordsV2).FullName),
                ("broken-words", 1, typeof(Broken).FullName),
                ("count-words", 1, typeof(CountWords).FullName),
                ("count-words", 2, typeof(CountWordsV2).FullName),
            ],
            all.Select(one => (one.Topology.Name, one.Topology.Version, (string?)one.ClassName)));
    }

    [Fact]
    public void Each_version_has_a_load_context_and_so_static_state_of_its_own()
    {
        string file = typeof(ArtifactWords).Assembly.Location;

        Topology[] versions =
        [
            .. TopologyLoader.LoadAll(file).Select(one => one.Topology).Where(one => one.Name == "artifact-words"),
            TopologyLoader.LoadOne(file, "artifact-words", 2),
        ];

        Assert.Equal(3, versions.Length);
        Assert.All(versions, one => Assert.Contains("built-1", one.Describe(), StringComparison.Ordinal));
    }

    [Fact]
    public void Code_stays_loaded_while_its_version_may_run_and_is_unloaded_after_it()
    {
        string folder = Directory.CreateTempSubdirectory("kappa-unload-").FullName;
        string file = Path.Combine(folder, "FlightDelays.dll");
        File.Copy(Path.Combine(Folder, "FlightDelays.dll"), file);

        List<WeakReference> code = LoadAndUnload(file);
        Collect(() => code.Exists(assembly => assembly.IsAlive));

        Assert.NotEmpty(code);
        Assert.DoesNotContain(code, assembly => assembly.IsAlive);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_topology_that_the_assembly_lacks_is_not_found()
    {
        string file = typeof(CountWords).Assembly.Location;

        KappaException name = Assert.Throws<KappaException>(() => TopologyLoader.LoadOne(file, "count-word", 1));
        KappaException number = Assert.Throws<KappaException>(() => TopologyLoader.LoadOne(file, "count-words", 3));

        Assert.Equal(("KAP5225", ExitCodes.NotFound), (name.Code, name.ExitCode));
        Assert.All(
            ["artifact-words", "broken-words", "count-words"],
            known => Assert.Contains(known, name.Message, StringComparison.Ordinal));
        Assert.Equal(("KAP5210", ExitCodes.NotFound), (number.Code, number.ExitCode));
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
    public async Task What_dotnet_build_has_made_is_not_built_again()
    {
        string folder = Directory.CreateTempSubdirectory("kappa-project-").FullName;
        File.WriteAllText(Path.Combine(folder, "Made.csproj"), "<Project />"); // Builds nothing.
        string output = Path.Combine(folder, "bin", "Debug", "net10.0", "Made.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, "");
        List<string> notices = [];

        string file = await TopologyProject.ResolveAsync(folder, notices.Add, CancellationToken.None);

        Assert.Equal(output, file);
        Assert.Contains("Debug build", Assert.Single(notices), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    // Methods of their own, so that no local of the test keeps the code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> LoadAndUnload(string file)
    {
        Topology[] topologies = [.. TopologyLoader.LoadAll(file).Select(one => one.Topology)];
        Assert.Throws<KappaException>(() => TopologyLoader.LoadOne(file, "flight-delays", 99));
        List<WeakReference> code = Code(file);
        Collect(() => false);

        // One context a version, and none for looking or failing.
        Assert.Equal((topologies.Length, topologies.Length), (code.Count, Code(file).Count));
        Array.ForEach(topologies, TopologyLoader.Unload);
        return code;
    }

    private static void Collect(Func<bool> goOn)
    {
        for (int i = 0; i < 20 && (i < 3 || goOn()); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Code(string file) => [.. AssemblyLoadContext.All
        .SelectMany(context => context.Assemblies).Where(assembly => assembly.Location == file)
        .Select(assembly => new WeakReference(assembly))];
}
