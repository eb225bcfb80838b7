using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary>What is written from the list of settings: a file to begin with, the schema, and the table of the docs.
/// </summary>
internal static class ConfigText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static IEnumerable<IGrouping<string, WorkerSetting>> Grouped =>
        SettingList.All.GroupBy(setting => setting.Key.Split('.')[0]);

    /// <summary>A file in which each setting is described and left out.</summary>
    public static string Init()
    {
        var text = new StringBuilder(
            "# A worker of Kappa: kappa run MyTopology.dll --config kappa.yaml\n" +
            "# Flags go before variables, variables before this file. Check it with kappa config validate.\n");
        foreach (IGrouping<string, WorkerSetting> group in Grouped)
        {
            text.Append(null, $"\n{group.Key}:\n");
            foreach (WorkerSetting setting in group)
            {
                text.Append(null, $"  # {setting.Description}{Allowed(setting)}\n");
                text.Append(null, $"  # {setting.Key.Split('.')[1]}: {Example(setting)}\n");
            }
        }

        return text.Append(
            "\n# Kafka's properties by their own names; without them the log is embedded in state.dir.\n" +
            "kafka:\n  # bootstrap.servers: localhost:9092\n  # sasl.password: ${file:/run/secrets/kafka-password}\n")
            .ToString();
    }

    /// <summary>The JSON schema of the file.</summary>
    public static string Schema()
    {
        var groups = new JsonObject();
        foreach (IGrouping<string, WorkerSetting> group in Grouped)
        {
            groups[group.Key] = Mapping(new JsonObject(group.Select(
                setting => KeyValuePair.Create(setting.Key.Split('.')[1], (JsonNode?)Property(setting)))));
        }

        groups[SettingList.KafkaGroup] = new JsonObject
        {
            ["type"] = Nullable("object"),
            ["description"] = "Kafka's properties by their own names.",
            ["additionalProperties"] = new JsonObject { ["type"] = Types("string", "number", "boolean", "null") },
        };
        JsonObject root = Mapping(groups);
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "kappa.yaml: the settings of a worker");
        return root.ToJsonString(Json).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The table of docs/configuration.md.</summary>
    public static string Table() =>
        "| setting | flag | variable | values | default | does |\n|---|---|---|---|---|---|\n" +
        string.Concat(SettingList.All.Select(setting =>
            $"| `{setting.Key}` | `{setting.Flag}` | `{setting.Variable}`" +
            $"{(setting.OlderVariable is { } older ? $", `{older}`" : "")} | {setting.Expected ?? "text"} | " +
            $"{setting.Default} | {setting.Description} |\n"));

    private static JsonObject Mapping(JsonObject properties) => new()
    {
        ["type"] = Nullable("object"),
        ["additionalProperties"] = false,
        ["properties"] = properties,
    };

    private static JsonObject Property(WorkerSetting setting)
    {
        var property = new JsonObject { ["description"] = setting.Description };
        if (setting.Range is { } range)
        {
            property["type"] = Types("integer", "null");
            property["minimum"] = range.Least;
            property["maximum"] = range.Most;
        }
        else if (setting.Choices is ["true", "false"])
        {
            property["type"] = Types("boolean", "null");
        }
        else if (setting.Choices.Count > 0)
        {
            property["enum"] = new JsonArray([.. setting.Choices.Select(choice => (JsonNode?)choice), null]);
        }
        else
        {
            property["type"] = Nullable("string");
        }

        return property;
    }

    private static JsonArray Nullable(string type) => Types(type, "null");

    private static JsonArray Types(params string[] types) => [.. types.Select(type => (JsonNode?)type)];

    private static string Allowed(WorkerSetting setting) =>
        setting.Expected is { } expected ? $" It is {expected}." : "";

    private static string Example(WorkerSetting setting) => setting.Range is not null ? "4"
        : setting.Default.Length > 0 ? setting.Default : "/var/lib/kappa";
}
