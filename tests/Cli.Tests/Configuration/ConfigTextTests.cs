using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kappa.Cli.Tests;

/// <summary>What is written from the list of settings is what the tree has, and what the parser takes.</summary>
public sealed class ConfigTextTests
{
    [Fact]
    public void The_published_schema_is_that_of_the_settings() => Assert.Equal(
        ConfigText.Schema(), File.ReadAllText(Path.Combine(Sample.Tree, "deploy", "kappa.schema.json")));

    [Fact]
    public void The_schema_knows_every_setting_and_no_other()
    {
        using var schema = JsonDocument.Parse(ConfigText.Schema());
        string[] keys = [.. schema.RootElement.GetProperty("properties").EnumerateObject()
            .Where(group => group.Value.TryGetProperty("properties", out _))
            .SelectMany(group => group.Value.GetProperty("properties").EnumerateObject()
                .Select(setting => $"{group.Name}.{setting.Name}"))];

        Assert.Equal(SettingList.All.Select(setting => setting.Key), keys);
    }

    [Fact]
    public void The_table_of_the_documentation_is_that_of_the_settings() => Assert.Contains(
        ConfigText.Table(), File.ReadAllText(Path.Combine(Sample.Tree, "docs", "configuration.md")),
        StringComparison.Ordinal);

    [Fact]
    public void A_new_file_sets_nothing_and_all_that_it_names_can_be_set()
    {
        string all = Regex.Replace(ConfigText.Init(), "^  # ([a-zA-Z.]+: [^ ]+)$", "  $1", RegexOptions.Multiline)
            .Replace("one for each core", "4", StringComparison.Ordinal);

        Assert.Empty(ConfigFile.Parse("kappa.yaml", ConfigText.Init()));
        Assert.Equal(
            SettingList.All.Select(setting => setting.Key),
            ConfigFile.Parse("kappa.yaml", all).Select(entry => entry.Key)
                .Where(key => !key.StartsWith("kafka.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_flag_of_a_setting_is_one_of_run()
    {
        using var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };
        string[] flags = [.. RunCommand.Create(context).Options.Select(option => option.Name)];

        Assert.All(SettingList.All, setting => Assert.Contains(setting.Flag, flags));
    }
}
