namespace Kappa.Snapshots;

/// <summary>Fields, and what they are, as users write them: <c>zip=text,price=number</c>.</summary>
internal static class ColumnTypeText
{
    /// <summary>What it has to look like.</summary>
    public const string Expected = "such as zip=text,price=number,seen=time (or boolean)";

    /// <summary>Reads what columns are.</summary>
    /// <returns>False where it is nothing of the kind.</returns>
    public static bool TryParse(string text, out Dictionary<string, ColumnType> types)
    {
        types = new Dictionary<string, ColumnType>(StringComparer.Ordinal);
        foreach (string item in Fields(text))
        {
            int equals = item.LastIndexOf('=');
            ColumnType? type = item[(equals + 1)..] switch
            {
                "text" => ColumnType.Text,
                "number" => ColumnType.Number,
                "boolean" => ColumnType.Boolean,
                "time" => ColumnType.Time,
                _ => null,
            };
            if (equals < 1 || type is not { } known)
            {
                return false;
            }

            types[item[..equals]] = known;
        }

        return true;
    }

    /// <summary>Reads names with commas between them.</summary>
    public static string[] Fields(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The word for a type.</summary>
    public static string Of(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Number => "number",
        ColumnType.Boolean => "boolean",
        ColumnType.Time => "time",
        _ => "any",
    };
}
