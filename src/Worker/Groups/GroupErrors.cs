namespace Kappa.Worker;

/// <summary>The errors of groups, for the API and the commands.</summary>
internal static class GroupErrors
{
    public static KappaException UnknownGroup(string group, IEnumerable<string> known) => new(
        "KAP6212", ExitCodes.NotFound,
        $"There is no group '{group}'.{NearestName.Suggestion(group, known)}",
        new Remedy("list them", "kappa group ls"));

    public static KappaException GroupOfAVersion(string group) => new(
        "KAP6213", ExitCodes.Refused,
        $"Group '{group}' shows how far a version of a topology is; the version goes on from its own positions, so " +
        "moving the group would change nothing. Replay the version to process records again.",
        new Remedy("replay it", "kappa replay start TOPOLOGY --version N"));
}
