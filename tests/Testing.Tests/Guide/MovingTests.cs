using System.Reflection;
using System.Text.RegularExpressions;

namespace Kappa.Testing.Tests.Guide;

/// <summary>The page for those who come from Kafka Streams names only what there is.</summary>
public sealed partial class MovingTests
{
    private static readonly Type[] Types =
    [
        .. new[] { typeof(Serdes).Assembly, typeof(StreamBuilder).Assembly, typeof(TopologyTestDriver).Assembly }
            .Append(Assembly.Load("Kappa.Engine")).SelectMany(assembly => assembly.GetExportedTypes()),
    ];

    [Fact]
    public void Every_name_of_Kappas_is_a_public_type_or_a_member_of_one()
    {
        string[] names = [.. File.ReadLines(Page()).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[2]).SelectMany(cell => Name().Matches(cell))
            .Select(name => name.Groups[1].Value)];

        Assert.True(names.Length > 60);
        Assert.Equal([], names.Where(name => !IsThere(name)));
    }

    private static bool IsThere(string name)
    {
        string[] parts = name.Split('.');
        return Types.Where(type => type.Name.Split('`')[0] == parts[0]).Any(type => parts.Length == 1
            || type.GetMember(
                parts[1], BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance
                | BindingFlags.FlattenHierarchy).Length > 0);
    }

    private static string Page()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Kappa.sln")))
        {
            directory = Path.GetDirectoryName(directory.TrimEnd('/'))!;
        }

        return Path.Combine(directory, "docs", "from-kafka-streams.md");
    }

    [GeneratedRegex("`([A-Za-z.]+)`")]
    private static partial Regex Name();
}
