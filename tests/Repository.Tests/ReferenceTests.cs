using System.Text.Json;
using System.Xml.Linq;

namespace Kappa.Repository.Tests;

/// <summary>The arrows between projects run one way (docs/architecture.md, The projects).</summary>
public sealed class ReferenceTests
{
    /// <summary>A project may refer to those of lower layers only: never to its neighbours, never upward.</summary>
    private static readonly Dictionary<string, int> Layers = new()
    {
        ["Kappa.Abstractions"] = 0,
        ["Kappa.Analyzers"] = 0,
        ["Kappa.Analyzers.CodeFixes"] = 1,
        ["Kappa.Avro"] = 1,
        ["Kappa.CloudEvents"] = 1,
        ["Kappa.Log"] = 1,
        ["Kappa.Protobuf"] = 1,
        ["Kappa.SchemaRegistry"] = 1,
        ["Kappa.StateStore"] = 1,
        ["Kappa.Topology"] = 1,
        ["Kappa.Kafka"] = 2,
        ["Kappa.RocksDb"] = 2,
        ["Kappa.Engine"] = 2,
        ["Kappa.Streamiz"] = 2,
        ["FlightDelays"] = 2,
        ["Kappa.Replay"] = 3,
        ["Kappa.Snapshots"] = 3,
        ["Kappa.Worker"] = 4,
        ["Kappa.Bench"] = 4,
        ["Kappa.Cli"] = 5,
        ["Kappa.Hosting"] = 5,
        ["Kappa.Testing"] = 5,
    };

    private static readonly Dictionary<string, string> HomesOfPackages = new()
    {
        ["RocksDB"] = "Kappa.RocksDb",
        ["Confluent.Kafka"] = "Kappa.Kafka",
        ["System.CommandLine"] = "Kappa.Cli",
        ["Spectre.Console"] = "Kappa.Cli",
        ["Npgsql"] = "Kappa.Cli",
        ["YamlDotNet"] = "Kappa.Cli",
        ["Apache.Avro"] = "Kappa.Avro",
        ["CloudNative.CloudEvents"] = "Kappa.CloudEvents",
        ["Google.Protobuf"] = "Kappa.Protobuf",
        ["Confluent.SchemaRegistry"] = "Kappa.SchemaRegistry",
        ["Streamiz.Kafka.Net"] = "Kappa.Streamiz",
    };

    /// <summary>The namespaces that come with them, and go on to whoever refers to their home.</summary>
    private static readonly Dictionary<string, string[]> HomesOfNamespaces = new()
    {
        ["RocksDbSharp"] = ["src/RocksDb"],
        ["Confluent.Kafka"] = ["src/Kafka", "src/Streamiz"], // Streamiz' clients are of its types.
        ["System.CommandLine"] = ["src/Cli"],
        ["Spectre.Console"] = ["src/Cli"],
        ["Npgsql"] = ["src/Cli"],
        ["YamlDotNet"] = ["src/Cli"],
        ["Streamiz.Kafka.Net"] = ["src/Streamiz"],
        ["Avro"] = ["src/Avro"],
        ["Google.Protobuf"] = ["src/Protobuf"],
        ["Confluent.SchemaRegistry"] = ["src/SchemaRegistry"],
    };

    private static IEnumerable<string> Projects => Tree.Files("*.csproj", "src", "bench");

    [Fact]
    public void References_run_downward_only()
    {
        string[] wrong = [.. Projects.SelectMany(project => References(project)
            .Where(reference => Layer(reference) >= Layer(NameOf(project)))
            .Select(reference => $"{Tree.Name(project)} refers to {reference}"))];

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_topology_refers_to_a_description_language_and_other_topologies_alone()
    {
        string[] wrong = [.. Tree.Files("*.csproj", "topologies")
            .SelectMany(project => References(project)
                .Where(reference => reference is not ("Kappa.Topology" or "Kappa.Streamiz" or "FlightDelays"))
                .Select(reference => $"{Tree.Name(project)} refers to {reference}"))];

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_package_that_one_project_wraps_is_named_there_only()
    {
        (string Project, string Package)[] used = [.. Projects
            .Concat(Directory.GetFiles(Tree.Root, "Directory.Build.*"))
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference")
                .Select(package => (NameOf(project), (string)package.Attribute("Include")!)))];

        Assert.DoesNotContain(used, use =>
            HomesOfPackages.TryGetValue(use.Package, out string? home) && home != use.Project);
        Assert.All(HomesOfPackages, home => Assert.Contains((home.Value, home.Key), used)); // Else nothing is held.
    }

    [Fact]
    public void Code_names_what_a_package_brings_in_the_project_that_wraps_it_only()
    {
        string[] wrong = [.. Tree.Files("*.cs", "src").SelectMany(file => HomesOfNamespaces
            .Where(home => !home.Value.Contains(Tree.Project(file)) && Names(file, home.Key))
            .Select(home => $"{Tree.Name(file)} uses {home.Key}"))];

        Assert.All(HomesOfNamespaces, home =>
            Assert.Contains(Tree.Files("*.cs", home.Value[0]), file => Names(file, home.Key)));
        Assert.Empty(wrong);
    }

    /// <summary>Nobody who keeps the log in a directory or in memory has to take a cluster's client along.</summary>
    [Theory]
    [InlineData("Kappa.Worker")]
    [InlineData("Kappa.Testing")]
    public void What_runs_topologies_in_a_process_of_the_user_carries_no_client_of_a_cluster(string project)
    {
        string[] carried = Carried(project);

        Assert.Contains("Kappa.Log", carried);
        Assert.DoesNotContain("Kappa.Kafka", carried);
        Assert.DoesNotContain(carried, name => name.Contains("kafka", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>All projects that a project refers to, and the packages that a restore brings with them.</summary>
    private static string[] Carried(string project)
    {
        string file = Projects.Single(file => NameOf(file) == project);
        using JsonDocument restored = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json")));
        IEnumerable<string> packages = restored.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject().Select(package => package.Name));
        return [.. References(file).SelectMany(reference => Carried(reference).Prepend(reference)), .. packages];
    }

    private static bool Names(string file, string space) =>
        File.ReadLines(file).Any(line => line.StartsWith($"using {space}", StringComparison.Ordinal));

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static int Layer(string project) => Layers.TryGetValue(project, out int layer)
        ? layer
        : throw new InvalidOperationException($"Give {project} a layer here (docs/architecture.md, The projects).");

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference").Select(reference => NameOf((string)reference.Attribute("Include")!));
}
