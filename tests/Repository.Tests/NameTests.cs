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
        string[] wrong =
        [
            .. Tree.Code.Select(Tree.Name).Where(file => Vague().IsMatch(file)),
            .. Tree.Code.SelectMany(file => VagueType().Matches(File.ReadAllText(file)).Select(type =>
                $"{type.Groups[1].Value} in {Tree.Name(file)}")),
        ];

        Assert.Empty(wrong);
    }

    [Fact]
    public void Commands_raise_no_errors_of_the_http_api()
    {
        string[] wrong = [.. Tree.Files("*.cs", "src/Cli").Where(file => File.ReadAllText(file).Contains("HttpErrors"))
            .Select(Tree.Name)];

        Assert.Contains(Tree.Files("*.cs", "src/Worker"), file => Path.GetFileName(file) == "HttpErrors.cs");
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_name_of_an_instance_is_composed_in_one_place()
    {
        string[] places = [.. Tree.Files("*.cs", "src").Where(file => InstanceText().IsMatch(File.ReadAllText(file)))
            .Select(Tree.Name)];

        Assert.Equal(["src/Engine/InstanceName.cs"], places);
    }

    /// <summary>A reader who finds a word must not have to ask which of two it is.</summary>
    [Fact]
    public void What_is_internal_has_a_name_of_its_own()
    {
        string[] shared = [.. Tree.Files("*.cs", "src")
            .SelectMany(file => InternalType().Matches(File.ReadAllText(file)).Select(type =>
                (Name: type.Groups[1].Value, Project: string.Join('/', Tree.Name(file).Split('/')[..2]))))
            .Distinct().GroupBy(type => type.Name).Where(types => types.Count() > 1)
            .Select(types => $"{types.Key}: {string.Join(", ", types.Select(type => type.Project))}")];

        Assert.Empty(shared);
    }

    [GeneratedRegex(@"\.v\{[^}]*\}\.i\{")]
    private static partial Regex InstanceText();

    [GeneratedRegex(
        @"^internal\s[\w\s]*?\b(?:class|struct|interface|enum|record)\s+(?:struct\s+|class\s+)?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex InternalType();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public|internal)\s[\w\s]*?\b(?:class|struct|interface|enum|record)\s+(?:struct\s+|class\s+)?(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"^\s*(?:\w+ )+(?:class|struct|interface|record) (\w*(?:Common|Utils?|Utilities|Helpers?))\b",
        RegexOptions.Multiline)]
    private static partial Regex VagueType();

    [GeneratedRegex("(Common|Utils?|Utilities|Helpers?)(/|\\.cs$)")]
    private static partial Regex Vague();
}
