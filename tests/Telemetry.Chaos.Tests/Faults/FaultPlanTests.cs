using Telemetry.Chaos.Faults;

namespace Telemetry.Chaos.Tests.Faults;

public sealed class FaultPlanTests
{
    private static ChaosOptions Run(int seed, int nodes = 3) => new(seed, TimeSpan.FromMinutes(5), nodes, Rate: 1000, Partitions: 12, ServerAssembly: "");

    [Fact]
    public void The_same_seed_plans_the_same_faults_and_another_seed_others()
    {
        var plan = FaultPlan.Draw(Run(7)).Select(fault => fault.ToString()).ToList();
        Assert.Equal(plan, FaultPlan.Draw(Run(7)).Select(fault => fault.ToString()));
        Assert.NotEqual(plan, FaultPlan.Draw(Run(8)).Select(fault => fault.ToString()));
    }

    [Fact]
    public void At_least_one_node_is_up_at_any_time_and_none_is_hit_twice_at_once()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var nodes = 2 + (seed % 3);
            var hits = FaultPlan.Draw(Run(seed, nodes)).Where(fault => fault.HitsNode).ToList();
            foreach (var hit in hits)
            {
                var down = hits.Where(other => other.At <= hit.At && other.At + other.Lasting > hit.At).ToList();
                Assert.True(down.Count < nodes, $"Seed {seed} takes every node away at {hit.At}.");
                Assert.Single(down, other => other.Node == hit.Node);
            }
        }
    }

    [Fact]
    public void Every_fault_ends_within_the_run_and_a_zombie_outlasts_its_session()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var run = Run(seed);
            Assert.All(FaultPlan.Draw(run), fault => Assert.True(fault.At + fault.Lasting <= run.Length));
            Assert.All(FaultPlan.Draw(run).Where(fault => fault.Kind == FaultKind.Pause), fault => Assert.True(fault.Lasting > run.SessionTimeout));
        }
    }

    [Fact]
    public void Five_minutes_hold_every_kind_of_fault_for_nearly_every_seed()
    {
        var complete = Enumerable.Range(0, 200).Count(seed => FaultPlan.Draw(Run(seed)).Select(fault => fault.Kind).Distinct().Count() == Enum.GetValues<FaultKind>().Length);
        Assert.InRange(complete, 170, 200);
    }
}
