//! Conflicting reports of one number, pooled: a mixture, never the mean of labels.

/// Mean and standard deviation of a pooled number, in the unit of the reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// One report: its weight, mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Weight; the weights of all reports sum to 1.
    pub weight: f64,
    /// Mean of the reported number.
    pub mean: f64,
    /// Standard deviation of the reported number, at least 0 (above 0 for [`log_pool`]).
    pub sd: f64,
}

/// Linear opinion pool: the mixture of the reports.
///
/// mean = sum w mu, var = sum w (s^2 + mu^2) - mean^2, summed about the mean. Weights sum to 1.
/// `None` without a report. Source: Stone (1961); Clemen and Winkler (1999). Set U3.
#[must_use]
pub fn linear_pool(reports: &[Report]) -> Option<Pooled> {
    if reports.is_empty() {
        return None;
    }
    let mean: f64 = reports.iter().map(|r| r.weight * r.mean).sum();
    let var: f64 =
        reports.iter().map(|r| r.weight * (r.sd * r.sd + (r.mean - mean) * (r.mean - mean))).sum();
    Some(Pooled { mean, sd: var.sqrt() })
}

/// Logarithmic opinion pool of normals: the precision-weighted mean.
///
/// mean = sum(w mu/s^2)/sum(w/s^2), sd = 1/sqrt(sum(w/s^2)). Weights sum to 1, each sd above 0.
/// `None` without a report. Source: Clemen and Winkler (1999). Set U3.
#[must_use]
pub fn log_pool(reports: &[Report]) -> Option<Pooled> {
    if reports.is_empty() {
        return None;
    }
    let precision: f64 = reports.iter().map(|r| r.weight / (r.sd * r.sd)).sum();
    let weighted: f64 = reports.iter().map(|r| r.weight * r.mean / (r.sd * r.sd)).sum();
    Some(Pooled { mean: weighted / precision, sd: 1.0 / precision.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_agreeing_reports_pool_to_themselves() {
        let r = Report { weight: 0.5, mean: 7.0, sd: 2.0 };
        assert_eq!(linear_pool(&[r, r]), Some(Pooled { mean: 7.0, sd: 2.0 }));
        assert_eq!(log_pool(&[r, r]), Some(Pooled { mean: 7.0, sd: 2.0 }));
        assert_eq!(linear_pool(&[]), None);
        assert_eq!(log_pool(&[]), None);
    }

    #[test]
    fn prop_disagreement_widens_the_linear_pool_only() {
        let at = |mean| Report { weight: 0.5, mean, sd: 1.0 };
        let near = linear_pool(&[at(0.0), at(1.0)]).unwrap();
        let far = linear_pool(&[at(0.0), at(9.0)]).unwrap();
        assert!(far.sd > near.sd);
        assert_eq!(log_pool(&[at(0.0), at(9.0)]).unwrap().sd, 1.0);
    }
}
