namespace Kappa;

/// <summary>What a schema registry, or the file with its answers, does not do.</summary>
internal static class RegistryErrors
{
    public static KappaException Away(string address, string what, Exception cause) =>
        new("KAP1109", ExitCodes.Unreachable,
            $"The schema registry at {address} did not answer about {what}: {Said(cause)} Start it, or correct its " +
            "address; no record is passed over because of it, and what was asked before is in the file of answers.",
            cause);

    public static KappaException Refused(string address, string what, Exception cause) =>
        new("KAP1111", ExitCodes.Mismatch,
            $"The schema registry at {address} refuses to tell {what}: {Said(cause)} If the schema is incompatible " +
            "with earlier ones of the subject, change it so that it is not, or use another subject; if access is " +
            "denied, give the credentials (schema.registry.basic.auth.user.info).",
            cause);

    public static KappaException FileUnreadable(string path, string reason, Exception? cause = null) =>
        new("KAP1110", ExitCodes.Mismatch,
            $"The file with the answers of a schema registry, {path}, cannot be used: {reason} Name another file, or " +
            "delete it while the registry can be asked.", cause);

    /// <summary>One line, with one full stop.</summary>
    private static string Said(Exception cause) =>
        string.Join(' ', cause.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).Trim().TrimEnd('.')
        + ".";
}
