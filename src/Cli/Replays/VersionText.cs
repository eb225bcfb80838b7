using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints versions for people.</summary>
internal static class VersionText
{
    private const int HashSigns = 12; // Enough to tell artifacts apart; `describe` has the whole.
    private const int TitleColumns = 12;
    private const int ReasonColumns = 48; // In a table; `describe` has the whole.

    public static void WriteTable(CliContext context, IEnumerable<JsonElement> versions) => TextTable.Write(
        context, [">Version", "State", "Instance", "Since", "By", "Reason", "Artifact"],
        versions.Select(version => new[]
        {
            version.Text("version") ?? "",
            State(version),
            version.Text("instance") ?? "",
            version.Text("at") ?? "",
            Printable.Of(version.Text("by") ?? ""),
            Cut(Printable.Of(version.Text("error") ?? version.Text("reason") ?? "")),
            Short(version.Text("artifact") ?? ""),
        }));

    /// <summary>All about a version, and the records that it has passed over.</summary>
    public static void WriteAll(CliContext context, JsonElement version, JsonElement passedOver)
    {
        context.Out.WriteLine($"{version.Text("topology")} v{version.Text("version")}  {State(version)}");
        foreach ((string title, string? value) in new[]
        {
            ("instance", version.Text("instance")),
            ("class", version.Text("class")),
            ("artifact", version.Text("artifact")),
            ("fingerprint", version.Text("fingerprint")),
            ("since", version.Text("at")),
            ("by", version.Text("by")),
            ("reason", version.Text("reason")),
            ("error", version.Text("error")),
        })
        {
            if (!string.IsNullOrEmpty(value))
            {
                context.Out.WriteLine($"  {title.PadRight(TitleColumns)} {Printable.Of(value)}");
            }
        }

        foreach (JsonElement store in version.Items("stores"))
        {
            context.Out.WriteLine($"  {"store".PadRight(TitleColumns)} {StoreOf(store)}");
        }

        PassedOverText.Write(context, "passed over".PadRight(TitleColumns), passedOver);
        foreach (string line in (version.Text("description") ?? "").TrimEnd().Split('\n'))
        {
            context.Out.WriteLine(Printable.Of(line.TrimEnd('\r')));
        }
    }

    private static string State(JsonElement version) =>
        version.Text("state") + (version.Text("deadline") is { } deadline ? $" until {deadline}" : "");

    private static string Cut(string reason) =>
        reason.Length > ReasonColumns ? reason[..(ReasonColumns - 3)].TrimEnd() + "..." : reason;

    private static string Short(string hash) => hash.Length > HashSigns ? hash[..HashSigns] : hash;

    private static string StoreOf(JsonElement store) => store.ValueKind == JsonValueKind.Object
        ? $"{store.Text("name")} ({store.Text("keyType")} -> {store.Text("valueType")})" : store.ToString();
}
