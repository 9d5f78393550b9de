//! The engine's stages under criterion, on the neutral model of 5,000 orders: `cargo bench -p holdfast-bench`.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use holdfast_bench::models::Case;
use holdfast_engine::calendar::Calendar;
use holdfast_engine::model::{Basis, LineKey, Shop};
use holdfast_engine::netting::net;
use holdfast_engine::network::Calendars;
use holdfast_engine::plan::{plan, plan_on};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Ranked, Request, quote};
use holdfast_engine::simulate::{Factors, Rule, Scratch, Timeline, simulate};
use holdfast_engine::time::{DAY, Instant, WorkSeconds};
use std::hint::black_box;
use std::sync::Arc;

fn shop() -> Shop {
    Case::draw(5_000, 1).expect("the model of 5,000 orders").shop(0, false)
}

fn stages(criterion: &mut Criterion) {
    let shop = shop();
    let calendars = Arc::new(Calendars::compile(&shop));
    let network = net(&shop, &calendars);
    let (mut scratch, mut timeline) = (Scratch::default(), Timeline::default());
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20);
    group.bench_function("plan/5000", |bencher| {
        bencher.iter_with_large_drop(|| plan_on(&shop, &calendars));
    });
    group.bench_function("net/5000", |bencher| bencher.iter_with_large_drop(|| net(&shop, &calendars)));
    group.bench_function("play/5000", |bencher| {
        bencher.iter(|| {
            simulate(&network, Rule::Protected, Factors::default(), 0, &mut scratch, &mut timeline);
            black_box(&timeline);
        });
    });
    group.finish();
}

fn quotes(criterion: &mut Criterion) {
    let shop = shop();
    let plan = plan(&shop);
    let ranked = Ranked::of(&plan.network, &plan.timeline);
    let request = |number: usize| {
        let line = shop.lines.values().nth(number % shop.lines.len()).expect("a model has orders");
        Request {
            item: line.item.clone(),
            quantity: Qty::of(10),
            customer: line.customer.clone(),
            basis: Basis::Ship,
            requested: None,
        }
    };
    let requests: Vec<Request> = (0..100).map(|n| request(n * 37)).collect();
    let mut next = requests.iter().cycle();
    criterion.bench_function("quote/5000", |bencher| {
        bencher.iter_batched(
            || next.next().expect("a cycle never ends"),
            |request| quote(&shop, &plan, &ranked, request),
            BatchSize::SmallInput,
        );
    });
}

fn explanations(criterion: &mut Criterion) {
    let shop = shop();
    let plan = plan(&shop);
    let lines: Vec<&LineKey> = shop.lines.keys().step_by(17).collect();
    let mut next = lines.iter().cycle();
    criterion.bench_function("explain/5000", |bencher| {
        bencher.iter(|| plan.explain(&shop, next.next().expect("a cycle never ends")));
    });
}

fn conversions(criterion: &mut Criterion) {
    let shop = shop();
    let calendars = Calendars::compile(&shop);
    let calendar: &Calendar = &calendars.list[0];
    let instants: Vec<Instant> = (0..1_000).map(|n| shop.now + n * DAY / 7).collect();
    let worked: Vec<WorkSeconds> = instants.iter().map(|&at| calendar.worked_at(at)).collect();
    let mut group = criterion.benchmark_group("calendar, 1000 times");
    group.bench_function("worked_at", |bencher| {
        bencher.iter(|| instants.iter().map(|&at| calendar.worked_at(at).0).sum::<i64>());
    });
    group.bench_function("end_at", |bencher| {
        bencher.iter(|| worked.iter().filter_map(|&work| calendar.end_at(work)).map(|at| at.0).sum::<i64>());
    });
    group.bench_function("finish", |bencher| {
        let ends = |at: &Instant| calendar.finish(*at, WorkSeconds(5 * 3_600)).ok();
        bencher.iter(|| instants.iter().filter_map(ends).map(|at| at.0).sum::<i64>());
    });
    group.finish();
}

criterion_group!(benches, stages, quotes, explanations, conversions);
criterion_main!(benches);
