namespace Kappa.Engine;

/// <summary>What a function that chooses topics or partitions can do wrong.</summary>
internal static class ChoiceErrors
{
    public static KappaException TopicNotNamed(string node, string? topic, IEnumerable<string> topics) => new(
        "KAP5150", ExitCodes.Failed,
        $"The function of the operator '{node}' names the topic '{topic}' for a record, which is none of those that " +
        $"it was described with: {string.Join(", ", topics)}. A version has to know its outputs. Name the topic in " +
        $"To(..., topics) too, or let the function name another one.{NearestName.Suggestion(topic ?? "", topics)}");

    public static KappaException NoSuchPartition(string topic, int partition, int partitions) => new(
        "KAP5151", ExitCodes.Failed,
        $"The partitioner of '{topic}' chooses partition {partition} for a record, but there are {partitions}, which " +
        "count from 0. Let it choose one below the number of partitions that it is given.");
}
