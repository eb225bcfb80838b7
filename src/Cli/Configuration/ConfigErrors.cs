namespace Kappa.Cli;

/// <summary>The errors of configuration, worded in one place; all are exit 78: a restart would not help.</summary>
internal static class ConfigErrors
{
    public static KappaException Unreadable(string file, string reason) => new(
        "KAP7170", ExitCodes.Mismatch,
        $"The configuration file {file} cannot be read: {reason} Correct the path or the permissions.",
        new Remedy("write one", $"kappa config init {file}"));

    public static KappaException Unwritable(string file, string reason) => new(
        "KAP7170", ExitCodes.Mismatch,
        $"The configuration file {file} cannot be written: {reason} Nothing was overwritten. Name another file.");

    public static KappaException Form(string place, string what) => new(
        "KAP7171", ExitCodes.Mismatch, $"{place}: {what}",
        new Remedy("see all settings", "kappa config init"));

    public static KappaException UnknownKey(string place, string key, IEnumerable<string> known) => new(
        "KAP7171", ExitCodes.Mismatch,
        $"{place}: there is no setting '{key}'.{NearestName.Suggestion(key, known)}",
        new Remedy("see all settings", "kappa config init"));

    public static KappaException Value(string origin, string key, string value, string expected) => new(
        "KAP7172", ExitCodes.Mismatch, $"{origin}: '{value}' is no value for {key}: it must be {expected}.");

    public static KappaException Contradiction(string first, string second) => new(
        "KAP7173", ExitCodes.Mismatch, $"{first}, but {second}");

    public static KappaException Secret(string place, string key, string reason) => new(
        "KAP7174", ExitCodes.Mismatch, $"{place}: the secret of {key} cannot be had: {reason}");
}
