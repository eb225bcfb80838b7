using System.Xml.Linq;

namespace Kappa.Repository.Tests;

/// <summary>Who may see whose internals (docs/architecture.md, The projects).</summary>
public sealed class FriendTests
{
    /// <summary>
    /// Friends among the projects of the product, beside a project's own tests; whoever else needs something asks for a
    /// public type.
    /// </summary>
    private static readonly HashSet<string> Known =
    [
        "Kappa.Abstractions > Kappa.Topology", // Checks of serdes.
        "Kappa.Abstractions > Kappa.Avro", // Errors of serdes, and the wire format around their bytes.
        "Kappa.Abstractions > Kappa.CloudEvents",
        "Kappa.Abstractions > Kappa.Protobuf",
        "Kappa.Log > Kappa.Kafka", // The codings of records and groups.
        "Kappa.Topology > Kappa.Engine", // The graph, which users of the language do not see.
        "Kappa.Topology > Kappa.Replay",
        "Kappa.Topology > Kappa.Testing",
        "Kappa.Topology > Kappa.Worker",
        "Kappa.Engine > Kappa.Testing", // A clock moved by hand, and checks of all totals.
        "Kappa.Replay > Kappa.Worker", // The registry's rebuilding, and what topics are needed for.
        "Kappa.Replay > kappa",
        "Kappa.Snapshots > Kappa.Worker",
        "Kappa.Snapshots > kappa",
        "Kappa.Worker > kappa",
        "Kappa.Analyzers > Kappa.Analyzers.CodeFixes", // The rules that it mends.
    ];

    private static (string Owner, string Friend)[] Friends { get; } = [.. Tree.Files("*.csproj", "src")
        .SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo").Select(friend =>
            (Path.GetFileNameWithoutExtension(project), (string)friend.Attribute("Include")!)))];

    [Fact]
    public void A_project_shows_its_internals_to_those_of_the_list_alone()
    {
        HashSet<string> found = [.. Friends.Where(pair => !IsForMeasuring(pair.Friend))
            .Select(pair => $"{pair.Owner} > {pair.Friend}")];

        Assert.Empty(found.Except(Known));
        Assert.Empty(Known.Except(found)); // A line that nobody needs any more goes.
    }

    [Fact]
    public void Friends_are_named_in_projects_where_the_list_is_held_and_not_in_code() => Assert.DoesNotContain(
        Tree.Files("*.cs", "src"),
        file => File.ReadAllText(file).Contains("InternalsVisibleTo(", StringComparison.Ordinal));

    /// <summary>Another engine, or a remote worker, can then run versions.</summary>
    [Fact]
    public void Replay_sees_none_of_the_engines_internals() =>
        Assert.DoesNotContain(("Kappa.Engine", "Kappa.Replay"), Friends);

    private static bool IsForMeasuring(string friend) =>
        friend.EndsWith(".Tests", StringComparison.Ordinal)
        || friend is "Kappa.Bench" or "Kappa.FaultyFiles" or "Kappa.Fuzz" or "Kappa.Interpreter";
}
