namespace Kappa.Worker;

/// <summary>The errors of topics that somebody needs, for the API and the commands.</summary>
internal static class TopicErrors
{
    public static KappaException TopicInUse(string topic, IReadOnlyList<string> users) => new(
        "KAP6220", ExitCodes.Refused,
        $"Topic '{topic}' was not deleted: {string.Join(", ", users)}. Retire what needs it first; --force deletes " +
        "it all the same, and what needs it stops with an error.",
        new Remedy("see who needs it", $"kappa topic describe {topic}"));

    public static KappaException OwnTopicInUse(string topic, string need) => new(
        "KAP6220", ExitCodes.Refused,
        $"Topic '{topic}' was not deleted, and no flag deletes it: {need}. What a version keeps goes when the " +
        "version is retired.",
        new Remedy("see who needs it", $"kappa topic describe {topic}"));
}
