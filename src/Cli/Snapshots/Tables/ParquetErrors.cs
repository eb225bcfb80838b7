namespace Kappa.Cli;

/// <summary>The errors of writing a table as Parquet.</summary>
internal static class ParquetErrors
{
    public static KappaException NoType(string column) => new(
        "KAP8039", ExitCodes.Refused,
        $"Column '{column}' has lists, objects, values of several types, or numbers with more digits than 28, and " +
        "no column of Parquet gives them back as they are. Nothing was written. Ask for -o ndjson.");

    public static KappaException NoTerminal() => new(
        "KAP8039", ExitCodes.Refused,
        "Parquet is no text for a terminal. Nothing was written. Name a file with --out FILE, or send it on with >.");

    public static KappaException NoColumns(string topic) => new(
        "KAP8039", ExitCodes.Refused,
        $"The table of {topic} has no rows and no columns then, and Parquet has to have a column. Nothing was " +
        "written. Ask for another moment with --as-of.");
}
