namespace Kappa.Analyzers.Tests;

public sealed class StateTests
{
    [Fact]
    public async Task A_static_field_that_changes_is_reported_where_a_topology_reads_it() => await Code.OperatorsAsync(
        "MapValues(value => value * {|KAP9004:s_factor|})", "private static long s_factor = 2;");

    [Fact]
    public async Task A_static_property_with_a_setter_is_reported() => await Code.OperatorsAsync(
        "MapValues(value => value * {|KAP9004:Factor|})", "public static long Factor { get; set; } = 2;");

    [Fact]
    public async Task A_static_collection_that_is_filled_is_reported() => await Code.OperatorsAsync(
        "Filter((key, value) => {|KAP9004:Seen.Add(key)|})",
        "private static readonly HashSet<string> Seen = new();");

    [Fact]
    public async Task Constants_and_readonly_tables_are_not_reported() => await Code.OperatorsAsync(
        "MapValues(value => value * Factor + Rates[\"x\"])",
        """
        private const long Factor = 2;

        private static readonly Dictionary<string, long> Rates = new() { ["x"] = 3 };

        """);

    [Fact]
    public async Task A_total_that_is_changed_in_place_is_reported() => await Code.OperatorsAsync(
        """
        GroupByKey().Aggregate(() => new List<long>(), (_, value, total) =>
                {
                    {|KAP9009:total.Add(value)|};
                    {|KAP9009:total[0]|} = value;
                    return total;
                })
        """);

    [Fact]
    public async Task A_total_that_is_made_anew_is_not_reported() => await Code.OperatorsAsync(
        """
        GroupByKey().Aggregate(() => new List<long>(), (_, value, total) =>
                {
                    var next = new List<long>(total);
                    next.Add(value);
                    total = next;
                    return total;
                })
        """);

    [Fact]
    public async Task A_method_that_changes_its_argument_is_reported_where_an_operator_is_given_it() =>
        await Code.OperatorsAsync(
            "GroupByKey().Aggregate(() => new List<long>(), Add)",
            """
            private static List<long> Add(string key, long value, List<long> total)
                {
                    {|KAP9009:total.Add(value)|};
                    return total;
                }

                public static void Collect(List<long> into) => into.Add(1);
            """);

    [Fact]
    public async Task A_field_of_a_struct_that_is_an_argument_is_a_copy() => await Code.AnalyzeAsync($$"""
        {{Code.Topology(
            "MapValues(value => new Pair { Left = value }).MapValues(pair => { pair.Left++; return pair; })")}}

        public struct Pair
        {
            public long Left;
        }
        """);

    [Fact]
    public async Task A_captured_variable_that_is_written_is_reported() => await Code.AnalyzeAsync("""
        public sealed class Numbers : ITopology
        {
            private long _all;

            public void Build(StreamBuilder builder)
            {
                long count = 0;
                var seen = new HashSet<string>();
                long factor = 3;
                builder.Stream<string, long>("numbers")
                    .MapValues(value => value * factor + {|KAP9010:count|}++)
                    .Filter((key, value) => {|KAP9010:seen.Add(key)|})
                    .MapValues(value => {|KAP9010:_all|} += value)
                    .MapValues(value =>
                    {
                        long own = value;
                        own++;
                        return own;
                    });
                count = 5;
            }
        }
        """);

    [Fact]
    public async Task What_a_processor_keeps_of_its_context_is_not_reported() =>
        await Code.ProcessorAsync("_context.Forward(in record);");
}
