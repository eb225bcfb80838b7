using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

public sealed partial class NameTests
{
    /// <summary>A namespace `Kappa.Topology` beside a class `Topology` breaks everybody who uses both.</summary>
    [Fact]
    public void No_namespace_has_the_name_of_a_type()
    {
        var namespaces = new HashSet<string>();
        var types = new Dictionary<string, string>();
        foreach (string file in Tree.Files("*.cs", "src", "topologies"))
        {
            string text = File.ReadAllText(file);
            string name = Namespace().Match(text).Groups[1].Value;
            namespaces.Add(name);
            foreach (Match type in Type().Matches(text))
            {
                types.TryAdd($"{name}.{type.Groups[1].Value}", Tree.Name(file));
            }
        }

        string[] clashes = [.. types
            .Where(type => namespaces.Any(name => $"{name}.".StartsWith($"{type.Key}.", StringComparison.Ordinal)))
            .Select(type => $"{type.Key} in {type.Value}")];

        Assert.NotEmpty(types);
        Assert.Empty(clashes);
    }

    [Fact]
    public void Nothing_is_called_common_utils_or_helpers()
    {
        string[] wrong = [.. Tree.Code.Select(Tree.Name).Where(file => Vague().IsMatch(file))];

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public|internal)\s[\w\s]*?\b(?:class|struct|interface|enum|record)\s+(?:struct\s+|class\s+)?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("(Common|Utils?|Utilities|Helpers?)(/|\\.cs$)")]
    private static partial Regex Vague();
}
