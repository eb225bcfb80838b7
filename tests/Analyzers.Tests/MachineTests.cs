namespace Kappa.Analyzers.Tests;

public sealed class MachineTests
{
    [Theory]
    [InlineData("KAP9001", "DateTime.Now.Ticks")]
    [InlineData("KAP9001", "DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()")]
    [InlineData("KAP9001", "TimeProvider.System.GetTimestamp()")]
    [InlineData("KAP9001", "Environment.TickCount64")]
    [InlineData("KAP9002", "Random.Shared.NextInt64()")]
    [InlineData("KAP9002", "HashCode.Combine(value)")]
    [InlineData("KAP9002", "\"a\".GetHashCode()")]
    [InlineData("KAP9003", "Guid.NewGuid().ToString().Length")]
    [InlineData("KAP9005", "Environment.ProcessorCount")]
    [InlineData("KAP9005", "TimeZoneInfo.Local.BaseUtcOffset.Ticks")]
    [InlineData("KAP9006", "File.ReadAllBytes(\"rates\").Length")]
    [InlineData("KAP9006", "Console.ReadLine()!.Length")]
    public async Task What_only_the_machine_knows_is_reported_in_an_operator(string rule, string expression)
    {
        string marked = Marked(rule, expression);

        await Code.OperatorsAsync($"MapValues(value => value + {marked})");
    }

    [Theory]
    [InlineData("new DateTime(2026, 1, 1).Ticks")]
    [InlineData("new Random(42).Next()")]
    [InlineData("Guid.Parse(\"9c4bd50f-5ae5-4e26-8b3b-0b3b0f0c1a11\").ToString().Length")]
    [InlineData("Environment.NewLine.Length")]
    [InlineData("Path.Combine(\"a\", \"b\").Length")]
    [InlineData("new StreamReader(new MemoryStream()).Read()")]
    [InlineData("value.GetHashCode()")]
    public async Task What_is_the_same_everywhere_is_not_reported(string expression) =>
        await Code.OperatorsAsync($"MapValues(value => value + {expression})");

    [Fact]
    public async Task Code_outside_a_topology_may_ask_the_machine() => await Code.AnalyzeAsync("""
        public static class Program
        {
            public static long Now() => DateTime.UtcNow.Ticks + Random.Shared.Next();
        }
        """);

    [Fact]
    public async Task A_method_that_an_operator_calls_is_code_of_the_topology_wherever_it_stands() =>
        await Code.AnalyzeAsync($$"""
            {{Code.Topology("MapValues(value => Clock.Later(value))")}}

            public static class Clock
            {
                public static long Later(long value) => value + Ticks();

                public static long Unused() => DateTime.UtcNow.Ticks;

                private static long Ticks() => {|KAP9001:DateTime.UtcNow|}.Ticks;
            }
            """);

    [Fact]
    public async Task A_method_that_an_operator_is_given_is_code_of_the_topology() => await Code.OperatorsAsync(
        "MapValues(Later)", "private static long Later(long value) => value + {|KAP9001:DateTime.UtcNow|}.Ticks;");

    [Fact]
    public async Task All_of_a_processor_is_code_of_the_topology() => await Code.ProcessorAsync(
        "_context.Forward(record.Key!, Ticks());",
        "private static long Ticks() => {|KAP9001:DateTime.UtcNow|}.Ticks;");

    [Fact]
    public async Task What_a_processor_is_made_of_is_code_of_the_topology() => await Code.ProcessorAsync(
        "_context.Forward(record.Key!, _random.Next());",
        "private readonly Random _random = {|KAP9002:new Random()|};");

    [Fact]
    public async Task A_topology_may_do_other_things_besides() => await Code.OperatorsAsync(
        "MapValues(value => value + 1)", "public void Dispose() => File.Delete(\"x\");");

    [Fact]
    public async Task Building_a_topology_is_repeated_by_each_start() => await Code.AnalyzeAsync("""
        public sealed class Numbers : ITopology
        {
            public void Build(StreamBuilder builder) =>
                builder.Stream<string, long>({|KAP9005:Environment.GetEnvironmentVariable("TOPIC")|}!)
                    .To("out");
        }
        """);

    [Fact]
    public async Task What_decides_on_a_failure_may_ask_the_clock_since_its_answer_is_noted() =>
        await Code.AnalyzeAsync("""
            public sealed class Numbers
            {
                public void Add(StreamBuilder builder) => builder.OnFailure(
                    failed => DateTime.UtcNow.Hour > 12 ? FailureAction.Skip : FailureAction.Stop);
            }
            """);

    [Fact]
    public async Task An_effect_outside_that_is_mute_in_a_replay_is_not_reported() => await Code.ProcessorAsync("""
        if (!_context.IsReplaying)
                {
                    File.AppendAllText("audit", record.Key);
                }

                {|KAP9006:File.AppendAllText("audit", record.Key)|};
                if (_context.IsReplaying)
                {
                    return;
                }

                File.AppendAllText("audit", record.Key);
        """);

    /// <summary>Marks the member that is reported: a property's name, or the whole call of a method.</summary>
    private static string Marked(string rule, string expression)
    {
        int from = expression.IndexOf('.', expression.StartsWith('"') ? 3 : 0) + 1;
        int end = from + expression[from..].TakeWhile(char.IsLetterOrDigit).Count();
        if (end < expression.Length && expression[end] == '(')
        {
            end = expression.IndexOf(')', end) + 1;
        }

        if (expression.Contains("TimeProvider", StringComparison.Ordinal))
        {
            return $"{{|{rule}:{{|{rule}:TimeProvider.System|}}.GetTimestamp()|}}";
        }

        return $"{{|{rule}:{expression[..end]}|}}{expression[end..]}";
    }
}
